using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Messages;

/// <summary>Holds the storage of messages against a dictionary: any sequence of operations must leave both alike.</summary>
public sealed class MessageModelTests
{
    private static readonly string[] Names =
    [
        "comment", "status", "source.account", "destination.account", "event_description.text", "feed.name", "malware.version",
        "extra.a", "extra.b", "extra.c.d", "extra.zz",
    ];

    [Fact]
    public void Any_sequence_of_operations_leaves_the_message_as_a_dictionary_would_be()
        => Check.One(Fuzz.Cases(500), Prop.ForAll<(byte Operation, byte Name, byte Value)[]>(operations =>
        {
            var message = new Event();
            var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
            (Event Message, SortedDictionary<string, string> Model)? other = null;
            (MessageState State, SortedDictionary<string, string> Model)? saved = null;
            foreach ((byte operation, byte nameNumber, byte value) in operations)
            {
                string name = Names[nameNumber % Names.Length];
                string text = $"v{value}";
                switch (operation % 6)
                {
                    case 0:
                    case 1:
                        message.Set(name, text);
                        model[name] = text;
                        break;
                    case 2:
                        message.Remove(name);
                        model.Remove(name);
                        break;
                    case 3:
                        // The clone goes on; what stays behind must not change any more.
                        other = (message, new SortedDictionary<string, string>(model, StringComparer.Ordinal));
                        message = message.Clone();
                        saved = null;
                        break;
                    case 4:
                        saved = (message.Save(), new SortedDictionary<string, string>(model, StringComparer.Ordinal));
                        break;
                    case 5 when saved is { } state:
                        message.Restore(state.State);
                        model = new SortedDictionary<string, string>(state.Model, StringComparer.Ordinal);
                        break;
                }
            }

            AssertSame(model, message);
            if (other is { } stayed)
                AssertSame(stayed.Model, stayed.Message);
        }));

    private static void AssertSame(SortedDictionary<string, string> model, Event message)
    {
        var found = new List<string>();
        foreach (FieldEntry field in message)
            found.Add($"{field.Key} {field.Value.ToString()}");
        Assert.Equal(model.Select(static pair => $"{pair.Key} {pair.Value}"), found);
        Assert.Equal(model.Count, message.Count);
        string json = string.Join(", ", model.Select(static pair => $"\"{pair.Key}\": \"{pair.Value}\""));
        Assert.Equal($"{{{json}}}", Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)));
    }
}
