using System.Globalization;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>Parameter types. CloudFormation asks the account whether an id of an AWS type exists; a local run can only look at its shape.</summary>
internal static partial class ParameterTypes
{
    private static readonly Dictionary<string, string> ShapeOf = new()
    {
        ["AWS::EC2::VPC::Id"] = "vpc-",
        ["AWS::EC2::Subnet::Id"] = "subnet-",
        ["AWS::EC2::SecurityGroup::Id"] = "sg-",
        ["AWS::EC2::Instance::Id"] = "i-",
        ["AWS::EC2::Image::Id"] = "ami-",
        ["AWS::EC2::Volume::Id"] = "vol-",
        ["AWS::EC2::AvailabilityZone::Name"] = "",
        ["AWS::EC2::KeyPair::KeyName"] = "",
        ["AWS::EC2::SecurityGroup::GroupName"] = "",
        ["AWS::Route53::HostedZone::Id"] = "",
        ["AWS::SSM::Parameter::Name"] = "",
    };

    /// <exception cref="TemplateException">CloudFormation has no such type.</exception>
    public static void CheckType(string name, string type, TemplatePath path)
    {
        var element = ElementOf(type);
        if (element is not ("String" or "CommaDelimitedList" or "Number") && !ShapeOf.ContainsKey(element))
            throw new TemplateException(path.At("Type"), $"Parameter '{name}': CloudFormation has no parameter type {type}.");
    }

    public static void Check(string name, string type, string value, TemplatePath path)
    {
        CheckType(name, type, path);
        var element = ElementOf(type);
        if (element == "Number" && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            throw new TemplateException(path, $"Parameter '{name}' must be a number.");
        if (ShapeOf.TryGetValue(element, out var prefix) && (!value.StartsWith(prefix, StringComparison.Ordinal) || value.Length == prefix.Length))
            throw new TemplateException(path, $"Parameter '{name}' must be an id of the type {element} ({prefix}...); it is '{value}'.");
    }

    private static string ElementOf(string type)
    {
        var element = SystemsManagerPattern().Match(type) is { Success: true } kept ? kept.Groups[1].Value : type;
        return ListPattern().Match(element) is { Success: true } list ? list.Groups[1].Value : element;
    }

    [GeneratedRegex("^AWS::SSM::Parameter::Value<(.+)>$", RegexOptions.CultureInvariant)]
    private static partial Regex SystemsManagerPattern();

    [GeneratedRegex("^List<(.+)>$", RegexOptions.CultureInvariant)]
    private static partial Regex ListPattern();
}
