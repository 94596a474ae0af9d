using System.Collections.Concurrent;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

/// <summary>One signing key for each algorithm, made once, since an RSA key takes a while to make.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<string, Lazy<SigningKey>> Keys = new();

    public static TheoryData<string> Algorithms { get; } = [.. JwsAlgorithm.All.Select(a => a.Name)];

    public static SigningKey Of(string algorithm) =>
        Keys.GetOrAdd(algorithm, name => new Lazy<SigningKey>(() => SigningKey.Generate(JwsAlgorithm.Find(name)!))).Value;

    public static VerificationKeySet Verifying(params SigningKey[] keys) => new(new JsonWebKeySet([.. keys.Select(k => k.PublicKey)]));
}
