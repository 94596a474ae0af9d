using AuthServer.EntityFrameworkCore.Activity;
using AuthServer.EntityFrameworkCore.Artefacts;
using AuthServer.EntityFrameworkCore.Audit;
using AuthServer.EntityFrameworkCore.Clients;
using AuthServer.EntityFrameworkCore.Consents;
using AuthServer.EntityFrameworkCore.DataProtection;
using AuthServer.EntityFrameworkCore.Idempotency;
using AuthServer.EntityFrameworkCore.Incidents;
using AuthServer.EntityFrameworkCore.Keys;
using AuthServer.EntityFrameworkCore.Leases;
using AuthServer.EntityFrameworkCore.Logout;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Replay;
using AuthServer.EntityFrameworkCore.Revocation;
using AuthServer.EntityFrameworkCore.Scopes;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore;

/// <summary>Users (ASP.NET Core Identity) and everything else that the server keeps, on PostgreSQL or SQL Server.</summary>
public sealed class AuthDbContext(DbContextOptions<AuthDbContext> options) : IdentityDbContext<AuthUser, AuthRole, Guid>(options)
{
    public DbSet<ClientEntity> Clients => Set<ClientEntity>();

    public DbSet<ScopeEntity> Scopes => Set<ScopeEntity>();

    public DbSet<SessionEntity> Sessions => Set<SessionEntity>();

    public DbSet<UnmarkedEndEntity> UnmarkedEnds => Set<UnmarkedEndEntity>();

    public DbSet<SignInEntity> SignIns => Set<SignInEntity>();

    public DbSet<ConsentEntity> Consents => Set<ConsentEntity>();

    public DbSet<SigningKeyEntity> SigningKeys => Set<SigningKeyEntity>();

    public DbSet<AuditEventEntity> AuditEvents => Set<AuditEventEntity>();

    public DbSet<RevocationEntryEntity> RevocationEntries => Set<RevocationEntryEntity>();

    public DbSet<RevocationHistoryEntity> RevocationHistories => Set<RevocationHistoryEntity>();

    public DbSet<OneTimeArtefactEntity> OneTimeArtefacts => Set<OneTimeArtefactEntity>();

    public DbSet<ReplayIdentifierEntity> ReplayIdentifiers => Set<ReplayIdentifierEntity>();

    public DbSet<LogoutDeliveryEntity> LogoutDeliveries => Set<LogoutDeliveryEntity>();

    public DbSet<IncidentEntity> Incidents => Set<IncidentEntity>();

    public DbSet<IncidentTargetEntity> IncidentTargets => Set<IncidentTargetEntity>();

    public DbSet<LeaseEntity> Leases => Set<LeaseEntity>();

    public DbSet<ActivityCountEntity> ActivityCounts => Set<ActivityCountEntity>();

    public DbSet<IdempotentAnswerEntity> IdempotentAnswers => Set<IdempotentAnswerEntity>();

    public DbSet<DataProtectionKeyEntity> DataProtectionKeys => Set<DataProtectionKeyEntity>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(AuthDbContext).Assembly);
        DatabaseNames.Apply(builder);
        if (Database.IsNpgsql())
        {
            PostgreSqlModel.Apply(builder);
        }
        else
        {
            SqlServerModel.Apply(builder);
        }
    }
}
