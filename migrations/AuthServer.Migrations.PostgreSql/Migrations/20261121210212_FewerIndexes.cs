using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class FewerIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sessions_active_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_last_address",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_last_user_agent",
                table: "sessions");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_last_address",
                table: "sessions",
                column: "last_address",
                filter: "last_address <> created_address");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_last_user_agent",
                table: "sessions",
                column: "last_user_agent",
                filter: "last_user_agent <> created_user_agent")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sessions_last_address",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_last_user_agent",
                table: "sessions");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_active_id",
                table: "sessions",
                column: "id",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_last_address",
                table: "sessions",
                column: "last_address");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_last_user_agent",
                table: "sessions",
                column: "last_user_agent")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }
    }
}
