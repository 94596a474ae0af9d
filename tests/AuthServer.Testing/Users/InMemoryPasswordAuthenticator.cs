using System.Collections.Concurrent;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Testing.Users;

/// <summary>Checks passwords against a list; what it says of a user is read at that moment.</summary>
public sealed class InMemoryPasswordAuthenticator(InMemoryDatabase database) : IPasswordAuthenticator
{
    private readonly ConcurrentDictionary<string, (string Password, UserId User)> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private int _checks;

    /// <summary>When true, every check answers that too many are under way.</summary>
    public bool Busy { get; set; }

    /// <summary>How many passwords have been looked at.</summary>
    public int Checks => Volatile.Read(ref _checks);

    public void Add(string userName, string password, UserId user) => _accounts[userName] = (password, user);

    public Task<PasswordOutcome> AuthenticateAsync(string userName, string password, Caller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Busy)
        {
            return Task.FromResult<PasswordOutcome>(new PasswordOutcome.Busy());
        }

        Interlocked.Increment(ref _checks);
        return Task.FromResult(database.Read(() => Check(userName, password)));
    }

    private PasswordOutcome Check(string userName, string password)
    {
        if (!_accounts.TryGetValue(userName, out var account) || !database.Users.TryGetValue(account.User, out var user))
        {
            return new PasswordOutcome.Refused("unknown user");
        }

        return user.Disabled ? new PasswordOutcome.Refused("disabled")
            : user.LockoutEnd > database.Now ? new PasswordOutcome.Refused("locked out")
            : !string.Equals(account.Password, password, StringComparison.Ordinal) ? new PasswordOutcome.Refused("wrong password")
            : new PasswordOutcome.Accepted(user.Id, user.Epoch, user.Claims);
    }
}
