using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace CustomBot;

// #region field
/// <summary>The field that this plug-in adds to the schema.</summary>
public static class CustomFields
{
    /// <summary><c>reputation.score</c>: how bad an address is, from 0 (harmless) to 100.</summary>
    public static Field<long> ReputationScore { get; } = new("reputation.score", FieldCodec.Int64);

    /// <summary>A schema with the plug-in's field.</summary>
    public static Schema AddTo(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.With(new FieldDefinition(ReputationScore.Name, HarmonizationTypes.Integer, "How bad the source's address is, from 0 (harmless) to 100."));
    }
}
// #endregion
