using FsCheck;
using FsCheck.Fluent;

namespace AuthServer.Storage.Tests.Properties;

/// <summary>Random stories of one user's sessions, and shorter ones that may still show what went wrong.</summary>
internal static class Stories
{
    // No sum of these comes near an edge by accident, so that a storage whose clock goes on by itself gives the same answer.
    private static readonly Gen<Happening> Pass =
        Gen.Elements(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(70), TimeSpan.FromDays(9)).Select(time => (Happening)new Happening.Pass(time));

    private static readonly Gen<Happening> Present =
        from session in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from age in Gen.Frequency((10, Gen.Constant(0)), (8, Gen.Constant(1)), (1, Gen.Choose(2, 6)))
        from isOtherClient in Gen.Frequency((19, Gen.Constant(false)), (1, Gen.Constant(true)))
        from isElsewhere in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (Happening)new Happening.Present(session, age, isOtherClient, isElsewhere);

    private static readonly Gen<Happening> Revoke =
        Gen.Choose(0, 3).Select(session => (Happening)new Happening.Revoke(session));

    private static readonly Gen<Happening> Next = Gen.Frequency(
        (6, Gen.Constant((Happening)new Happening.SignIn())), (60, Present), (2, Revoke), (1, Gen.Constant((Happening)new Happening.EndUser())), (9, Pass));

    public static readonly Arbitrary<Happening[]> Any = Arb.From(
        from length in Gen.Choose(1, 60)
        from steps in Next.ArrayOf(length)
        select steps,
        Shorter);

    private static IEnumerable<Happening[]> Shorter(Happening[] steps)
    {
        if (steps.Length > 1)
        {
            yield return steps[..(steps.Length / 2)];
            yield return steps[(steps.Length / 2)..];
        }

        for (var index = 0; index < steps.Length; index++)
        {
            yield return [.. steps[..index], .. steps[(index + 1)..]];
        }
    }
}
