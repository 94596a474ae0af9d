namespace AuthServer.Account.MySessions;

/// <summary>What a person may choose to end, with all that it takes along as it stands now.</summary>
internal abstract record EndChoice
{
    private EndChoice()
    {
    }

    /// <summary>A browser with every application in it.</summary>
    public sealed record OneDevice(OwnDevice Device) : EndChoice;

    /// <summary>One application on a device.</summary>
    public sealed record OneApplication(OwnDevice Device) : EndChoice
    {
        public UsedApplication Application => Device.Applications[0];
    }

    /// <summary>Everything but this browser.</summary>
    /// <param name="Devices">Other browsers, and applications by themselves.</param>
    /// <param name="Sessions">Sessions of applications, wherever.</param>
    public sealed record Others(int Devices, int Sessions) : EndChoice;

    /// <summary>Everything.</summary>
    /// <inheritdoc cref="Others"/>
    public sealed record Everything(int Devices, int Sessions) : EndChoice;
}
