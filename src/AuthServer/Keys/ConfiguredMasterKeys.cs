using AuthServer.Configuration;
using AuthServer.Core.Keys;
using AuthServer.Hosting;
using Microsoft.Extensions.Options;

namespace AuthServer.Keys;

/// <summary>
/// Master keys from <c>AuthServer:MasterKey</c> or <c>AuthServer:MasterKeyFile</c>. In Development, where neither is set, a file of this checkout's own,
/// made at the first start. The file is read anew each time, so a key can be added while the server runs.
/// </summary>
public sealed class ConfiguredMasterKeys(IOptions<AuthServerOptions> options, IHostEnvironment environment) : IMasterKeySource
{
    public IReadOnlyList<MasterKey> Load()
    {
        if (options.Value.MasterKey is { } text)
        {
            return Parse(text, "AuthServer:MasterKey");
        }

        var file = options.Value.MasterKeyFile ?? DevelopmentFile();
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"AuthServer:MasterKeyFile: {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static IReadOnlyList<MasterKey> Parse(string text, string source)
    {
        try
        {
            return MasterKeyText.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new StartRefusedException($"{source}: {exception.Message}", exception);
        }
    }

    private string DevelopmentFile()
    {
        if (!environment.IsDevelopment())
        {
            throw new StartRefusedException("AuthServer:MasterKeyFile is not set.");
        }

        var file = Path.Combine(DevelopmentFolders.Data(environment), "master.key");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        CreateOnce(file);
        return file;
    }

    private static void CreateOnce(string file)
    {
        if (File.Exists(file))
        {
            return;
        }

        // Written aside and then linked into place, so that two first starts agree on one key and none reads half of it.
        var aside = $"{file}.{Guid.NewGuid():N}";
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(aside, mode))
        {
            writer.WriteLine(MasterKeyText.NewFirstKey());
        }

        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
