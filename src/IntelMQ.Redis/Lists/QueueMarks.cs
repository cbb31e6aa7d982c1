using System.Globalization;
using System.Text;

namespace IntelMQ.Redis.Lists;

/// <summary>
/// What is noted beside a list of the messages at its old end: a line for each, with its place from the old end, its digest, whether it is
/// settled, its checkpoint, and how often it was in work when a process was killed. The list itself holds messages alone.
/// </summary>
internal static class QueueMarks
{
    public static void Append(StringBuilder text, int place, QueueSlot slot, bool isDone, long checkpoint)
        => text.Append(CultureInfo.InvariantCulture, $"{place} {slot.Digest} {(isDone ? 1 : 0)} {checkpoint} {slot.Kills}\n");

    public static List<QueueMark> Read(string? text)
    {
        var marks = new List<QueueMark>();
        foreach (string line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            // What somebody else has written there is passed over: the messages then come as if nothing was noted.
            if (parts.Length == 5
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int place)
                && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long checkpoint)
                && int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out int kills))
                marks.Add(new QueueMark(place, parts[1], parts[2] == "1", checkpoint, Math.Min(kills, 1_000_000)));
        }

        return marks;
    }
}

/// <summary>One line of the notes.</summary>
internal sealed record QueueMark(int Place, string Digest, bool IsDone, long Checkpoint, int Kills);
