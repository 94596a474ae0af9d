namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>A sign-in between its beginning and the browser's return: what ties the answer to this browser (RFC 6749 §10.12), to this code (RFC 7636) and to this ID token.</summary>
/// <param name="State">Comes back with the answer.</param>
/// <param name="Nonce">Comes back in the ID token.</param>
/// <param name="Verifier">Goes with the code.</param>
/// <param name="ReturnTo">Where the user wants to go afterwards.</param>
/// <param name="Former">When the session began that this browser had then: the callback, which another site leads to, is not shown its cookie.</param>
internal sealed record PendingSignIn(string State, string Nonce, string Verifier, string ReturnTo, DateTimeOffset? Former = null)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => nameof(PendingSignIn);
}
