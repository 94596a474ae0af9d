using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Proofs;

/// <summary>Makes the check of each scheme. The application's own memory of proofs, when it registers one, serves all of them.</summary>
internal sealed class PossessionChecks(IEnumerable<IProofReplayCache> registered, IDataProtectionProvider protection, ILogger<PossessionChecks> logger)
{
    public PossessionCheck For(AuthServerBearerOptions options)
    {
        var time = options.TimeProvider ?? TimeProvider.System;
        var replays = registered.LastOrDefault() ?? new InMemoryProofReplayCache(options.ProofCacheSize, time, logger);
        return new PossessionCheck(options, replays, new ProofNonces(protection, time));
    }
}
