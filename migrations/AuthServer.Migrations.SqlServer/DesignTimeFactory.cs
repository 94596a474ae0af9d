using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.DesignTime;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.EntityFrameworkCore.Design;

namespace AuthServer.Migrations.SqlServer;

/// <summary>Where <c>dotnet ef</c> gets its context from.</summary>
public sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AuthDbContext>
{
    public AuthDbContext CreateDbContext(string[] args) => DesignTimeContext.Create(DatabaseProvider.SqlServer);
}
