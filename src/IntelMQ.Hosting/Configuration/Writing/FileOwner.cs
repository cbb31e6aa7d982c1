using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Whom a file belongs to, on Linux; .NET has no call for it.</summary>
internal static class FileOwner
{
    private const int CurrentDirectory = -100;
    private const uint Owner = 0x8;
    private const uint Group = 0x10;

    /// <summary>Gives a file the owner and group of another.</summary>
    /// <returns>Whether it has them; true where files have no owners.</returns>
    public static bool TryCopy(string from, string to)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        try
        {
            if (Read(from) is not { } wanted || Read(to) is not { } present)
                return false;
            return wanted == present || chown(Name(to), wanted.User, wanted.Group) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static (uint User, uint Group)? Read(string path)
    {
        // The kernel's own layout, the same on all processors: the user's number is at byte 20, the group's at 24.
        byte[] answer = new byte[256];
        return statx(CurrentDirectory, Name(path), 0, Owner | Group, answer) == 0
            ? (BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(20)), BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(24)))
            : null;
    }

    private static byte[] Name(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

#pragma warning disable SYSLIB1054, IDE1006, CA5392 // The generator of such calls wants unsafe code; the names are the system's.
    [DllImport("libc", ExactSpelling = true)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] answer);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int chown(byte[] path, uint user, uint group);
#pragma warning restore SYSLIB1054, IDE1006, CA5392
}
