using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Interop.Tests.Conversations;

/// <summary>
/// One scenario, played by a client in a process of its own. <c>tests/interop/lib/conversation.mjs</c> says how the two talk.
/// </summary>
internal sealed class Conversation : IDisposable
{
    private static readonly TimeSpan LongestScenario = TimeSpan.FromSeconds(40);

    private readonly ClientLibrary _library;
    private readonly Process _process;
    private readonly StringBuilder _complaints = new();

    private Conversation(ClientLibrary library)
    {
        _library = library;
        _process = Start(library);
        _process.ErrorDataReceived += (_, line) => _complaints.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Plays a scenario to its end, doing as the user what the client asks for.</summary>
    /// <returns>What the script makes of it.</returns>
    /// <exception cref="InvalidOperationException">The library complained; the message says what it said.</exception>
    public static async Task<JsonElement> PlayAsync(ClientLibrary library, string scenario, object arguments, ScriptedUser user)
    {
        using var conversation = new Conversation(library);
        using var limit = new CancellationTokenSource(LongestScenario);
        return await conversation.PlayAsync(scenario, arguments, user, limit.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static Process Start(ClientLibrary library)
    {
        var start = new ProcessStartInfo(library.Program, library.Script)
        {
            WorkingDirectory = InteropFolder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment["NO_PROXY"] = "127.0.0.1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{library.Program}, which runs {library.Name}, is not installed; `./dev test` installs it.");
        }
    }

    private async Task<JsonElement> PlayAsync(string scenario, object arguments, ScriptedUser user, CancellationToken cancellationToken)
    {
        await SayAsync(new { scenario, arguments }, cancellationToken);
        while (await HearAsync(cancellationToken) is { } message)
        {
            if (message.TryGetProperty("result", out var result))
            {
                return result;
            }

            if (message.TryGetProperty("error", out var error))
            {
                throw new InvalidOperationException($"{_library.Name}, playing {scenario}, complained: {JsonSerializer.Serialize(error, Text.Indented)}");
            }

            await SayAsync(await user.AnswerAsync(message), cancellationToken);
        }

        await _process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"{_library.Name}, playing {scenario}, ended with exit code {_process.ExitCode} and without a result:\n{_complaints}");
    }

    private async Task SayAsync(object message, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(message, Text.Wire).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    private async Task<JsonElement?> HearAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line ? JsonElement.Parse(line) : null;

    private static class Text
    {
        public static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

        public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }
}
