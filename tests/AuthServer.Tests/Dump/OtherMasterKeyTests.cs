using System.Security.Cryptography;
using AuthServer.Core.Keys;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Configuration;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Dump;

/// <summary>Invariant 7: whoever has the database and not the master key mints nothing.</summary>
public sealed class OtherMasterKeyTests(PostgreSqlFixture postgreSql)
{
    private const string Purpose = "a cookie";

    [Fact]
    public async Task The_database_under_another_master_key_opens_no_signing_key_and_no_protected_payload()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        string payload;
        await using (var host = await AuthServerHost.StartAsync(database))
        {
            await LivelyHistory.PlayAsync(host);
            payload = host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose).Protect("alice");
            host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose).Unprotect(payload).Should().Be("alice");
        }

        var wrapped = await database.ReadAsync("SELECT protected_private_key FROM signing_keys", row => row.GetFieldValue<byte[]>(0));
        wrapped.Should().NotBeEmpty();
        await using var thief = Thief(database);
        var ring = thief.GetRequiredService<IDataProtectionProvider>();
        var opening = () => ring.CreateProtector(Purpose).Unprotect(payload);
        opening.Should().Throw<CryptographicException>();
        foreach (var key in wrapped)
        {
            var unwrapping = () => thief.GetRequiredService<IPrivateKeyProtector>().Unprotect(key);
            unwrapping.Should().Throw<CryptographicException>();
            var importing = () => ImportAsItIs(key);
            importing.Should().Throw<CryptographicException>("what is stored is no key as it is");
        }
    }

    [Fact]
    public async Task A_server_with_another_master_key_does_not_start_on_the_database()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using (var host = await AuthServerHost.StartAsync(database))
        {
            (await host.As(TestClients.App).SignInAsync(await host.CreateUserAsync())).Status.Should().Be(200);
        }

        var start = await RefusedStart.OfAsync(
            "ASPNETCORE_ENVIRONMENT=Production", "AuthServer__Issuer=https://login.example.com",
            $"ConnectionStrings__AuthServer={database.ConnectionString}", $"AuthServer__MasterKey={MasterKeyText.NewFirstKey()}");
        start.ExitCode.Should().Be(1);
        start.Error.Should().StartWith("AuthServer cannot start.").And.Contain("AuthServer:MasterKey").And.Contain("master key that this node does not have").And.NotContain("   at ");

        await using var right = await AuthServerHost.StartAsync(database);
        (await right.As(TestClients.App).SignInAsync(await right.CreateUserAsync())).Status.Should().Be(200, "and it has done the database no harm");
    }

    [Fact]
    public async Task The_ring_and_the_signing_keys_are_stored_encrypted()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);
        var ring = await database.ReadAsync("SELECT xml FROM data_protection_keys", row => row.GetString(0));
        ring.Should().NotBeEmpty().And.OnlyContain(xml => xml.Contains("masterKeyEncrypted") && !xml.Contains("masterKey>") && !xml.Contains("<value>"));
    }

    /// <summary>The server's own code over the stolen database, with a master key that is not the server's.</summary>
    private static ServiceProvider Thief(TestDatabase database) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IMasterKeySource, InventedMasterKey>()
            .AddAuthServerEntityFrameworkCore(DatabaseProvider.PostgreSql, database.ConnectionString)
            .BuildServiceProvider();

    private static void ImportAsItIs(byte[] stored)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored, out _);
    }

    private sealed class InventedMasterKey : IMasterKeySource
    {
        private readonly IReadOnlyList<MasterKey> _keys = MasterKeyText.Parse(MasterKeyText.NewFirstKey());

        public IReadOnlyList<MasterKey> Load() => _keys;
    }
}
