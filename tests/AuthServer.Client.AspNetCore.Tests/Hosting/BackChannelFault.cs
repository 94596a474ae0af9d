namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>What may go wrong between a back end and its server; numbers are statuses.</summary>
public enum BackChannelFault
{
    Unreachable = 1,
    DroppedAnswer = 2,
    NeverAnswers = 3,
    Portal = 200,
    InvalidClient = 401,
    Busy = 429,
    Broken = 500,
    BadGateway = 502,
    Unavailable = 503,
}
