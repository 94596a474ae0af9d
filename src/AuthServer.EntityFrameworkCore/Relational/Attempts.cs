using System.Data.Common;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>How often the database is asked before it counts as unavailable.</summary>
internal static class Attempts
{
    private const int Maximum = 3;

    /// <summary>For what is the same done twice as done once: repeats a deadlock's victim, or what was lost with its connection.</summary>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> operation, string failure)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation();
            }
            catch (DbException exception) when (exception.IsTransient && attempt < Maximum)
            {
                // Once more, on another connection.
            }
            catch (DbException exception)
            {
                throw new StoreUnavailableException(failure, exception);
            }
        }
    }

    /// <summary>For what is not to be repeated, or needs not be.</summary>
    public static async Task<T> OnceAsync<T>(Func<Task<T>> operation, string failure)
    {
        try
        {
            return await operation();
        }
        catch (DbException exception)
        {
            throw new StoreUnavailableException(failure, exception);
        }
    }
}
