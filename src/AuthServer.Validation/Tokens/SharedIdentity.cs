using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace AuthServer.Validation.Tokens;

/// <summary>The identity of a <see cref="SharedPrincipal"/>: its claims cannot be changed, its clone's can.</summary>
internal sealed class SharedIdentity(IEnumerable<Claim> claims, string authenticationType)
    : ClaimsIdentity(claims, authenticationType, nameType: "name", roleType: "roles")
{
    public override void AddClaim(Claim claim) => throw new InvalidOperationException(SharedPrincipal.Shared);

    public override void AddClaims(IEnumerable<Claim?> claims) => throw new InvalidOperationException(SharedPrincipal.Shared);

    [DoesNotReturn]
    public override void RemoveClaim(Claim? claim) => throw new InvalidOperationException(SharedPrincipal.Shared);

    [DoesNotReturn]
    public override bool TryRemoveClaim(Claim? claim) => throw new InvalidOperationException(SharedPrincipal.Shared);

    public override ClaimsIdentity Clone() => new(this);
}
