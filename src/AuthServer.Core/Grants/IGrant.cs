using AuthServer.Core.Results;

namespace AuthServer.Core.Grants;

/// <summary>
/// A grant only decides: it says what was proven and what must be written. Authenticating the client, checking that it may, committing,
/// minting and answering are done once, for every grant, by <see cref="Tokens.TokenRequestHandler"/>.
/// </summary>
public interface IGrant
{
    /// <summary>The value of <c>grant_type</c>.</summary>
    string Type { get; }

    Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken);
}
