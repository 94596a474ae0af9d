namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>A sign-in between its beginning and the browser's return: what ties the answer to this browser (RFC 6749 §10.12), to this code (RFC 7636) and to this ID token.</summary>
internal sealed record PendingSignIn(string State, string Nonce, string Verifier, string ReturnTo)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => nameof(PendingSignIn);
}
