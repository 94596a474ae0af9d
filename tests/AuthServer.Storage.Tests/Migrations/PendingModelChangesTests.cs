using AuthServer.EntityFrameworkCore.Relational;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>Who changes the model adds a migration for both databases.</summary>
public sealed class PendingModelChangesTests
{
    [Theory]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void The_migrations_lack_nothing_of_the_model(DatabaseProvider provider)
    {
        using var provided = new ProviderContext(provider);

        provided.Context.Database.GetMigrations().Should().NotBeEmpty();
        provided.Context.Database.HasPendingModelChanges().Should().BeFalse();
    }
}
