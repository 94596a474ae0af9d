namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>What a process may do with the development database.</summary>
public enum EmbeddedPostgreSqlUse
{
    /// <summary>The server: one at a time, restarts PostgreSQL when it dies, stops it at the end.</summary>
    Own,

    /// <summary>A tool beside the server (<c>dotnet ef</c>): shares a running PostgreSQL, else runs it for as long as the tool needs it.</summary>
    Borrow,
}
