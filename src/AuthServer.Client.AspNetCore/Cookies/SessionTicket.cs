namespace AuthServer.Client.AspNetCore.Cookies;

/// <summary>What a browser keeps of a session, out of the sight of script.</summary>
/// <param name="Key">Names this sign-in in the names of its cookies.</param>
/// <param name="SignedInAt">When it began, by this application's clock: of two sessions in one browser the newer counts.</param>
/// <param name="Renewals">How many times it has been renewed: of two cookies of one session, the one with more counts.</param>
/// <param name="RefreshToken">The token of that generation.</param>
/// <param name="Sid">The server's name of the session, where the ID token tells it.</param>
/// <param name="IdToken">For the logout (OpenID Connect RP-Initiated Logout §2); null when there was none, or it is too long for a cookie.</param>
internal sealed record SessionTicket(string Key, DateTimeOffset SignedInAt, int Renewals, string RefreshToken, string? Sid, string? IdToken)
{
    /// <summary>What pages know the session by; another name tells them that another sign-in has come.</summary>
    public string Name => Sid ?? Key;

    /// <summary>Names no token.</summary>
    public override string ToString() => $"{Key}.{Renewals}";
}
