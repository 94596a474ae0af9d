using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AuthServer.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Administration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sign_ins_expires_at",
                table: "sign_ins");

            migrationBuilder.DropIndex(
                name: "ix_sessions_client_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_user_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_one_time_artefacts_expires_at",
                table: "one_time_artefacts");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_session_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_user_id",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "device_label",
                table: "sessions");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddColumn<bool>(
                name: "must_change_password",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "created_address",
                table: "sessions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "last_address",
                table: "sessions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "created_at",
                table: "client_secrets",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "label",
                table: "client_secrets",
                type: "character varying(128)",
                maxLength: 128,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "detail",
                table: "audit_events",
                type: "character varying(1024)",
                maxLength: 1024,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "created_address",
                table: "sign_ins",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "activity_counts",
                columns: table => new
                {
                    minute = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity_counts", x => new { x.minute, x.name });
                });

            migrationBuilder.CreateTable(
                name: "idempotent_answers",
                columns: table => new
                {
                    key_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_answers", x => x.key_hash);
                });

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    filter = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    ip = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    user_agent = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    ends_sign_ins = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    matched = table.Column<int>(type: "integer", nullable: false),
                    ended = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    taken_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    holder = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "incident_targets",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    sign_in_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_targets", x => new { x.incident_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "unmarked_ends",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    subject = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    note = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true),
                    ip = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    user_agent = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unmarked_ends", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_email_parts",
                table: "users",
                column: "normalized_email")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_user_name_parts",
                table: "users",
                column: "normalized_user_name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_sign_ins_ended_at_id",
                table: "sign_ins",
                columns: new[] { "ended_at", "id" },
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sign_ins_expires_at",
                table: "sign_ins",
                column: "expires_at",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_absolute_expiry",
                table: "sessions",
                column: "absolute_expires_at",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_active",
                table: "sessions",
                columns: new[] { "created_at", "id" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_active_id",
                table: "sessions",
                column: "id",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_client_id_created_at_id",
                table: "sessions",
                columns: new[] { "client_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_address",
                table: "sessions",
                column: "created_address");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_at_id",
                table: "sessions",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_created_user_agent",
                table: "sessions",
                column: "created_user_agent")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_end_reason",
                table: "sessions",
                columns: new[] { "end_reason", "created_at", "id" },
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_ended",
                table: "sessions",
                columns: new[] { "ended_at", "id" },
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_idle",
                table: "sessions",
                columns: new[] { "client_id", "last_used_on", "id" },
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

            migrationBuilder.CreateIndex(
                name: "ix_sessions_user_id_created_at_id",
                table: "sessions",
                columns: new[] { "user_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_revocation_entries_expires_at",
                table: "revocation_entries",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_one_time_artefacts_expires_at",
                table: "one_time_artefacts",
                column: "expires_at",
                filter: "session_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_one_time_artefacts_session_id",
                table: "one_time_artefacts",
                column: "session_id",
                filter: "session_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_actor_id",
                table: "audit_events",
                columns: new[] { "actor", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_at_id",
                table: "audit_events",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_client_id_id",
                table: "audit_events",
                columns: new[] { "client_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_session_id_id",
                table: "audit_events",
                columns: new[] { "session_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_type_id",
                table: "audit_events",
                columns: new[] { "type", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_user_id_id",
                table: "audit_events",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_answers_created_at",
                table: "idempotent_answers",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_incidents_created_at_id",
                table: "incidents",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_state",
                table: "incidents",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_sign_ins_active",
                table: "sign_ins",
                columns: new[] { "created_at", "id" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sign_ins_created_address",
                table: "sign_ins",
                column: "created_address",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sign_ins_created_user_agent",
                table: "sign_ins",
                column: "created_user_agent")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_unmarked_ends_kind_subject",
                table: "unmarked_ends",
                columns: new[] { "kind", "subject" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activity_counts");

            migrationBuilder.DropTable(
                name: "idempotent_answers");

            migrationBuilder.DropTable(
                name: "incidents");

            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropTable(
                name: "incident_targets");

            migrationBuilder.DropTable(
                name: "unmarked_ends");

            migrationBuilder.DropIndex(
                name: "ix_users_email_parts",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_user_name_parts",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_sign_ins_ended_at_id",
                table: "sign_ins");

            migrationBuilder.DropIndex(
                name: "ix_sign_ins_expires_at",
                table: "sign_ins");

            migrationBuilder.DropIndex(
                name: "ix_sessions_absolute_expiry",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_active",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_active_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_client_id_created_at_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_created_address",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_created_at_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_created_user_agent",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_end_reason",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_ended",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_idle",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_last_address",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_last_user_agent",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_user_id_created_at_id",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_revocation_entries_expires_at",
                table: "revocation_entries");

            migrationBuilder.DropIndex(
                name: "ix_one_time_artefacts_expires_at",
                table: "one_time_artefacts");

            migrationBuilder.DropIndex(
                name: "ix_one_time_artefacts_session_id",
                table: "one_time_artefacts");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_actor_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_at_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_client_id_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_session_id_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_type_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_user_id_id",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_sign_ins_active",
                table: "sign_ins");

            migrationBuilder.DropIndex(
                name: "ix_sign_ins_created_address",
                table: "sign_ins");

            migrationBuilder.DropIndex(
                name: "ix_sign_ins_created_user_agent",
                table: "sign_ins");

            migrationBuilder.DropColumn(
                name: "must_change_password",
                table: "users");

            migrationBuilder.DropColumn(
                name: "created_address",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "last_address",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "client_secrets");

            migrationBuilder.DropColumn(
                name: "label",
                table: "client_secrets");

            migrationBuilder.DropColumn(
                name: "detail",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "created_address",
                table: "sign_ins");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddColumn<string>(
                name: "device_label",
                table: "sessions",
                type: "character varying(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sign_ins_expires_at",
                table: "sign_ins",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_client_id",
                table: "sessions",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_user_id",
                table: "sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_one_time_artefacts_expires_at",
                table: "one_time_artefacts",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_session_id",
                table: "audit_events",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_user_id",
                table: "audit_events",
                column: "user_id");
        }
    }
}
