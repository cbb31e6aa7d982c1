using System.Buffers;
using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Holds the parameters of a definition from outside to what a host allows.</summary>
internal static class OutsideCheck
{
    /// <param name="bot">The bot.</param>
    /// <param name="descriptor">What it is made of.</param>
    /// <param name="parameters">Its parameters, those of all bots with them.</param>
    /// <param name="policy">What is allowed.</param>
    /// <param name="secrets">The secrets that are allowed.</param>
    /// <param name="complaints">Takes what is refused.</param>
    /// <returns>Whether the bot may be made with the parameters.</returns>
    public static bool Check(BotDefinition bot, BotDescriptor descriptor, ParameterValues parameters, OutsidePolicy policy, HeldSecrets secrets, ComplaintList complaints)
    {
        ParameterDescriptor[] reaching = [.. descriptor.Parameters.Where(static parameter => parameter.Rules.Reaches != Outside.Nothing)];
        if (reaching.Length == 0 || Read(descriptor, parameters, secrets) is not { } options)
            return true;
        bool isAllowed = true;
        foreach (ParameterDescriptor parameter in reaching)
        {
            ParameterValue? set = parameters.All.FirstOrDefault(given => string.Equals(given.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
            foreach ((Outside outside, string value) in options.FindReached(parameter.Name) ?? Declared(parameter, options))
            {
                if (policy.Refuse(outside, value) is not { } reason)
                    continue;
                string shown = parameter.IsSecret ? "what is given" : $"'{value}'";
                complaints.Add(bot, parameter.Name, set is null ? $"{parameter.Name} is not set, and its default {shown} {reason}." : $"{parameter.Name} cannot be {shown}: it {reason}.", set?.Place);
                isAllowed = false;
            }
        }

        return isAllowed;
    }

    // What cannot be read cannot be made either; why is said then.
    private static BotOptions? Read(BotDescriptor descriptor, ParameterValues parameters, HeldSecrets secrets)
    {
        try
        {
            return descriptor.ReadOptions(parameters.ToJson(), new ParameterReading(parameters.Source, secrets), new List<string>());
        }
        catch (BotConfigurationException)
        {
            return null;
        }
    }

    // The declaration knows all forms that a value may be given in; what it writes has one.
    private static IEnumerable<ReachedOutside> Declared(ParameterDescriptor parameter, BotOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            // A secret given itself cannot be looked at, so nobody can say that it is allowed.
            if (!parameter.TryWriteValue(writer, options))
                return [new ReachedOutside(parameter.Rules.Reaches, "")];
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return Texts(JsonElement.ParseValue(ref reader)).Select(text => new ReachedOutside(parameter.Rules.Reaches, text));
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? [text] : [],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static property => Texts(property.Value).Prepend(property.Name)),
        _ => [],
    };
}
