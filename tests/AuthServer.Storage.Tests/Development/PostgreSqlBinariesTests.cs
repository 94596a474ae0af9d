using AuthServer.EntityFrameworkCore.Development;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Development;

public sealed class PostgreSqlBinariesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("authserver-").FullName;

    [Fact]
    public void A_machine_without_PostgreSQL_is_told_the_line_to_type()
    {
        var find = () => PostgreSqlBinaries.Find(null, "/data", root, root);

        find.Should().Throw<InvalidOperationException>().WithMessage("*sudo apt-get install -y postgresql");
    }

    [Fact]
    public void The_newest_version_is_taken_by_number_and_not_by_spelling()
    {
        Install("9/bin");
        Install("15/bin");
        Install("16/bin", "postgres", "pg_ctl");

        var found = PostgreSqlBinaries.Find(null, "/data", root, "");

        found.MajorVersion.Should().Be(15);
        found.InitDb.Should().Be(Path.Combine(root, "15/bin/initdb"));
    }

    [Fact]
    public void A_cluster_is_served_by_the_version_that_made_it()
    {
        Install("14/bin");
        Install("15/bin");

        PostgreSqlBinaries.Find(14, "/data", root, "").MajorVersion.Should().Be(14);

        var find = () => PostgreSqlBinaries.Find(13, "/data", root, "");
        find.Should().Throw<InvalidOperationException>().WithMessage("*/data was made by PostgreSQL 13*sudo apt-get install -y postgresql-13*");
    }

    [Fact]
    public void A_lone_program_on_the_path_is_passed_over()
    {
        Install("lone", "postgres");
        Install("whole");

        var found = PostgreSqlBinaries.Find(null, "/data", Path.Combine(root, "none"), $"{root}/lone:{root}/whole");

        found.Should().Be(new PostgreSqlBinaries(Path.Combine(root, "whole"), 17));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Install(string folder, params string[] programs)
    {
        var path = Directory.CreateDirectory(Path.Combine(root, folder)).FullName;
        foreach (var program in programs is [] ? ["initdb", "postgres", "pg_ctl"] : programs)
        {
            var file = Path.Combine(path, program);
            File.WriteAllText(file, "#!/bin/sh\necho 'postgres (PostgreSQL) 17.2 (test)'\n");
            DataFolders.SetMode(file, DataFolders.OwnerOnly);
        }
    }
}
