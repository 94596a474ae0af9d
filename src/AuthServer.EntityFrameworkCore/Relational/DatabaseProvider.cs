namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>The database engines that the server runs on (<c>AuthServer:Database</c>).</summary>
public enum DatabaseProvider
{
    PostgreSql = 0,
    SqlServer = 1,
}
