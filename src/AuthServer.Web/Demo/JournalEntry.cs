namespace AuthServer.Web.Demo;

/// <param name="Tone"><c>plain</c>, <c>good</c>, <c>warn</c> or <c>bad</c>.</param>
internal sealed record JournalEntry(long Id, DateTimeOffset At, string Session, string Tone, string Text);
