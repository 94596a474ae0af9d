using AuthServer.Administration;
using AuthServer.Core.Keys;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Keys;

/// <summary>The keys that sign tokens: which signs now, which comes next, and which are still published for tokens that they have signed.</summary>
internal sealed class KeysModel(KeyAdministration administration, TimeProvider time) : PageModel
{
    public IReadOnlyList<(SigningKeyRecord Key, KeyState State)> Keys { get; private set; } = [];

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IEnumerable<string> Algorithms => Keys.Select(entry => entry.Key.Algorithm).Distinct();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var keys = await administration.ListAsync(cancellationToken);
        Keys = [.. keys.Select(key => (key, StateOf(key, keys)))];
    }

    private KeyState StateOf(SigningKeyRecord key, IEnumerable<SigningKeyRecord> keys)
    {
        var signer = new SigningKeySchedule(keys.Where(other => other.Algorithm == key.Algorithm), TimeSpan.Zero).SignerAt(Now);
        return key.SignsFrom > Now ? KeyState.Next : key.Number == signer?.Number ? KeyState.Signs : KeyState.Published;
    }
}
