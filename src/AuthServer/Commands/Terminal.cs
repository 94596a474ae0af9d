namespace AuthServer.Commands;

/// <summary>Where a command reads and writes.</summary>
/// <param name="Input">What is typed, or handed over.</param>
/// <param name="Answer">For the answer alone.</param>
/// <param name="Aside">For everything else.</param>
/// <param name="IsInputPerson">Whether somebody who can be asked sits at the input.</param>
/// <param name="IsAsidePerson">Whether somebody looks at what is written aside.</param>
internal sealed record Terminal(TextReader Input, TextWriter Answer, TextWriter Aside, bool IsInputPerson, bool IsAsidePerson)
{
    public static Terminal OfProcess => new(Console.In, Console.Out, Console.Error, !Console.IsInputRedirected, !Console.IsErrorRedirected);
}
