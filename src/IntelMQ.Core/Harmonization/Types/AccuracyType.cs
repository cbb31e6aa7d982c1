using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>A percentage, 0 to 100. Cleaned: a float; true is 100.0 and false 0.0. A boolean is valid as it stands.</summary>
internal sealed class AccuracyType : HarmonizationType
{
    private const string NotAccuracy = "is not a number from 0 to 100";

    public AccuracyType()
        : base("Accuracy")
    {
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (!FloatType.TryRead(value, out double number) || number is not (>= 0 and <= 100))
            return Harmonized.Invalid(NotAccuracy);
        return FloatType.Write(value.Kind == FieldValueKind.Boolean ? number * 100 : number, buffer);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        bool valid = value.Kind == FieldValueKind.Boolean || (FloatType.IsNumber(value, out double number) && number is >= 0 and <= 100);
        reason = valid ? null : NotAccuracy;
        return valid;
    }
}
