using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Keys;

/// <summary>A signing key as stored. When it stops signing follows from its successor: the next number of the same algorithm.</summary>
/// <param name="Number">1, 2, 3 … for each algorithm; unique, so that two nodes cannot both add the next key.</param>
/// <param name="ProtectedPrivateKey">PKCS #8, wrapped by <see cref="IPrivateKeyProtector"/>.</param>
/// <param name="SignsFrom">Published before, so that every API knows the key when it first meets it.</param>
public sealed record SigningKeyRecord(string KeyId, string Algorithm, int Number, JsonWebKey PublicKey, byte[] ProtectedPrivateKey, DateTimeOffset SignsFrom);
