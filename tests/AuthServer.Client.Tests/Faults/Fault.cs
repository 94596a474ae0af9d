namespace AuthServer.Client.Tests.Faults;

/// <summary>What may happen to one request on its way to the server, there, or on the way back.</summary>
public enum Fault
{
    None,
    NameNotResolved,
    ConnectionRefused,
    RequestDropped,
    AnswerDropped,
    AnswerTruncated,
    AnswerFromAProxy,
    Delayed,
    DelayedTooLong,
    Duplicated,
    Status500,
    Status502,
    Status503,
    Status503AfterRotation,
    Status429,
    RefusedForAnotherReason,
}
