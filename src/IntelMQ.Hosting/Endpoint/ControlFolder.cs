using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>
/// The folder <c>control</c> of a state folder, which its owner alone may enter: the lock of the host that lives there, where it takes commands, the
/// token for that where it is a port.
/// </summary>
public sealed class ControlFolder
{
    // What the address of a Unix socket holds at most on the systems that there are, with its end.
    private const int LongestSocket = 103;

    private readonly string _path;

    /// <summary>Names the folder.</summary>
    /// <param name="stateFolder">The state folder.</param>
    public ControlFolder(string stateFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateFolder);
        _path = Path.Combine(Path.GetFullPath(stateFolder), "control");
    }

    /// <summary>The variable of the environment whose value is the token, before the file.</summary>
    public const string TokenVariable = "INTELMQ_CONTROL_TOKEN";

    private string AddressFile => Path.Combine(_path, "address");

    private string TokenFile => Path.Combine(_path, "token");

    /// <summary>Where the host of this folder takes commands, or took them last; <see langword="null"/> where none has lived here.</summary>
    /// <exception cref="IOException">The file cannot be read, or holds no address.</exception>
    public ControlAddress? ReadAddress()
    {
        string text;
        try
        {
            text = File.ReadAllText(AddressFile).Trim();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{AddressFile}' may be read by another user only: {exception.Message}", exception);
        }

        return ControlAddress.TryParse(text, out ControlAddress? address, out string? complaint) ? address : throw new IOException($"'{AddressFile}': {complaint}");
    }

    /// <summary>The token of the environment, else that of the file; <see langword="null"/> where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? ReadToken()
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } given)
            return given;
        try
        {
            return File.ReadAllText(TokenFile).Trim() is { Length: > 0 } token ? token : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{TokenFile}' may be read by another user only: {exception.Message}", exception);
        }
    }

    /// <summary>The token; where there is none yet, one is made by chance and kept.</summary>
    internal string ReadOrMakeToken()
    {
        if (ReadToken() is { } known)
            return known;
        string made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Write(TokenFile, made);
        return made;
    }

    /// <summary>Has this process live in the folder until what is returned is disposed; the end of the process does that, too.</summary>
    /// <exception cref="IOException">Another host lives there, or the folder cannot be used.</exception>
    internal FileStream TakeLock()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(_path);
            else
                Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new FileStream(Path.Combine(_path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new IOException($"Another host lives in '{Path.GetDirectoryName(_path)}' already, or its folder 'control' cannot be used: {exception.Message}", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{_path}' cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>The address of a socket in the folder; where its path is too long for one, in a folder of its own among the temporary ones.</summary>
    internal ControlAddress DefaultAddress(out string? temporaryFolder)
    {
        temporaryFolder = null;
        string path = Path.Combine(_path, "socket");
        if (Encoding.UTF8.GetByteCount(path) > LongestSocket)
        {
            temporaryFolder = Directory.CreateTempSubdirectory("intelmq-").FullName;
            path = Path.Combine(temporaryFolder, "socket");
        }

        return ControlAddress.OfSocket(path);
    }

    internal void WriteAddress(ControlAddress address) => Write(AddressFile, address.ToString());

    internal void RemoveAddress() => File.Delete(AddressFile);

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string beside = $"{path}.new";
        using (var file = new StreamWriter(beside, options))
            file.Write(text + "\n");
        File.Move(beside, path, overwrite: true);
    }
}
