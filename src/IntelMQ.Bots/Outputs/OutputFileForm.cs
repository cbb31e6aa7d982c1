using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots.Outputs;

/// <summary>What a file of an output looks like: lines, of which those that begin with a brace are events as JSON.</summary>
internal class OutputFileForm
{
    /// <summary>What stands at the beginning of each file; mostly nothing.</summary>
    public virtual ReadOnlyMemory<byte> Head => default;

    /// <summary>Looks at a file before more is appended, and cuts off half an event at its end.</summary>
    /// <param name="file">The file, which nobody else writes.</param>
    /// <param name="path">Its path.</param>
    /// <returns>The file's length; how many bytes were cut off; and what is to stand before that which is appended.</returns>
    /// <exception cref="IOException">Nothing may be appended to the file.</exception>
    public virtual (long End, long Cut, ReadOnlyMemory<byte> Before) Prepare(SafeFileHandle file, string path)
    {
        long end = OutputTail.Repair(file, out long cut, out bool isOpenLine);
        return (end, cut, isOpenLine ? "\n"u8.ToArray() : default(ReadOnlyMemory<byte>));
    }
}
