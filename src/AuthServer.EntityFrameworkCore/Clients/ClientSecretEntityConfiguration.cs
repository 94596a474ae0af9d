using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Clients;

internal sealed class ClientSecretEntityConfiguration : IEntityTypeConfiguration<ClientSecretEntity>
{
    public void Configure(EntityTypeBuilder<ClientSecretEntity> builder)
    {
        builder.ToTable("client_secrets");
        builder.Property(secret => secret.Id).ValueGeneratedNever();
        builder.Property(secret => secret.ClientId).HasMaxLength(128);
        builder.Property(secret => secret.Hash).HasMaxLength(256);
        builder.Property(secret => secret.Label).HasMaxLength(ClientSecretEntity.MaximumLabelLength);
    }
}
