namespace AuthServer.Tests.Sessions.Ending;

/// <summary>Something that ends something, and the door through which it comes in. The same event has the same effects through each of its doors.</summary>
public sealed record EndingEvent(string Name, string Door, Effects Effects, Func<EndingScene, Task> HappenAsync)
{
    public override string ToString() => $"{Name} [{Door}]";
}
