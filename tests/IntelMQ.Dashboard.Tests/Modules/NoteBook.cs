using System.Globalization;

namespace IntelMQ.Dashboard.Tests.Modules;

/// <summary>Keeps notes, and gives them out by keys: a page begins below the last number of the one before.</summary>
internal sealed class NoteBook
{
    private readonly List<Note> _notes = [];

    public void Add(string who, params IEnumerable<string> texts)
    {
        lock (_notes)
        {
            foreach (string text in texts)
                _notes.Add(new Note(_notes.Count + 1, who, text));
        }
    }

    public (IReadOnlyList<Note> Notes, long? Next) Read(string? below, int count)
    {
        long bound = long.TryParse(below, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
        lock (_notes)
        {
            Note[] found = [.. _notes.AsEnumerable().Reverse().Where(note => note.Number < bound).Take(count + 1)];
            return found.Length > count ? (found[..count], found[count - 1].Number) : (found, null);
        }
    }
}
