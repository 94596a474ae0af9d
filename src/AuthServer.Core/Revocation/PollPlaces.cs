using AuthServer.Core.Clients;

namespace AuthServer.Core.Revocation;

/// <summary>How many polls a node answers at a time, and how many of one client's, so that a client that floods shuts no other out.</summary>
internal sealed class PollPlaces(int all, int ofOneClient)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ClientId, int> _taken = [];

    public int Taken { get; private set; }

    public bool TryTake(ClientId client)
    {
        lock (_gate)
        {
            var own = _taken.GetValueOrDefault(client);
            if (Taken >= all || own >= ofOneClient)
            {
                return false;
            }

            Taken++;
            _taken[client] = own + 1;
            return true;
        }
    }

    public void Return(ClientId client)
    {
        lock (_gate)
        {
            Taken--;
            if (--_taken[client] == 0)
            {
                _taken.Remove(client);
            }
        }
    }
}
