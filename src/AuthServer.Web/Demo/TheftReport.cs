namespace AuthServer.Web.Demo;

/// <summary>What the server answered to a thief; never a token.</summary>
/// <param name="IsSameSuccessor">Whether it gave what the owner has already, and nothing else.</param>
internal sealed record TheftReport(int Status, string? Error, bool IsSameSuccessor)
{
    public bool IsServed => Error is null;
}
