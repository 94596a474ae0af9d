namespace AuthServer.Account.MySessions;

/// <summary>What is said before and after something is ended.</summary>
internal static class EndWords
{
    public const string NothingLeft = "There was nothing left to sign out.";

    public static string Question(EndChoice choice) => choice switch
    {
        EndChoice.OneDevice one => $"Sign out {one.Device.Name}?",
        EndChoice.OneApplication one => $"End {one.Application.Name}?",
        EndChoice.Others => "Sign out all others?",
        _ => "Sign out everywhere?",
    };

    /// <summary>Names the number of what will end.</summary>
    public static string Extent(EndChoice choice) => choice switch
    {
        EndChoice.OneDevice { Device.Applications: [] } => "1 device is signed out. No application is in use on it.",
        EndChoice.OneDevice one => $"1 device is signed out, and with it {TimeWords.Counted(one.Device.Applications.Count, "application")}:",
        EndChoice.OneApplication one => $"{Sessions(one.Application.Sessions.Count)} of {one.Application.Name} on {Named(one.Device)} {(one.Application.Sessions.Count == 1 ? "ends" : "end")}.",
        EndChoice.Others others => $"{TimeWords.Counted(others.Devices, "other device")} {(others.Devices == 1 ? "is" : "are")} signed out, with {Sessions(others.Sessions)} of applications.",
        EndChoice.Everything all => $"{TimeWords.Counted(all.Devices, "device")} {(all.Devices == 1 ? "is" : "are")} signed out, with {Sessions(all.Sessions)} of applications.",
        _ => "",
    };

    public static string Consequence(EndChoice choice) => choice switch
    {
        EndChoice.OneDevice { Device.IsCurrent: true } or EndChoice.Everything => "This browser is signed out too.",
        EndChoice.OneApplication { Device.SignIn: not null } => "The device itself stays signed in, so the application may sign you in there again without asking.",
        EndChoice.Others => "This browser stays signed in, and so does what you use in it.",
        _ => "Whoever uses it must sign in again.",
    };

    public static string Button(EndChoice choice) => choice switch
    {
        EndChoice.OneApplication one => one.Application.Sessions.Count == 1 ? "End the session" : $"End {Sessions(one.Application.Sessions.Count)}",
        EndChoice.Others others => $"Sign out {TimeWords.Counted(others.Devices, "device")}",
        EndChoice.Everything => "Sign out everywhere",
        _ => "Sign out",
    };

    public static string Done(EndChoice choice) => choice switch
    {
        EndChoice.OneDevice { Device: { Applications.Count: var count } device } =>
            $"{device.Name} is signed out{(count == 0 ? "" : $", and with it {TimeWords.Counted(count, "application")}")}.",
        EndChoice.OneApplication one => $"{one.Application.Name} is signed out on {Named(one.Device)}.",
        EndChoice.Others others => $"{TimeWords.Counted(others.Devices, "other device")} {(others.Devices == 1 ? "is" : "are")} signed out. Only this browser is signed in.",
        EndChoice.Everything all => $"You are signed out everywhere: {TimeWords.Counted(all.Devices, "device")}. Sign in again.",
        _ => NothingLeft,
    };

    private static string Sessions(int count) => TimeWords.Counted(count, "session");

    private static string Named(OwnDevice device) => device.Name == DeviceName.Unknown ? "an unknown device" : device.Name;
}
