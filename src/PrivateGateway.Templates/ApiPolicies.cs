using System.Globalization;
using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>Finds the policies in a template, and gives their errors the place in the template.</summary>
internal static class ApiPolicies
{
    /// <summary>The API's resource policy, wherever the template gives it.</summary>
    /// <exception cref="TemplateException">There is none: API Gateway refuses to deploy a private API without one.</exception>
    public static PolicyDocument Read(ApiContext api, IReadOnlyList<PlacedMethod> methods)
    {
        var property = api.Resource.Properties["Policy"];
        var ofBody = api.Body["x-amazon-apigateway-policy"];
        if (property.Exists && ofBody.Exists)
            throw new TemplateException(property.Path, "The API has a Policy and its description has x-amazon-apigateway-policy: keep one of them.");

        if (property.Exists && api.IsSam && api.Resource.Properties["Auth"]["ResourcePolicy"].Exists)
            throw new TemplateException(property.Path, "The API has a Policy and an Auth.ResourcePolicy, which SAM deploys as two policies: keep one of them.");

        var (policy, places) = property.Exists ? (property, null) : api.IsSam ? SamResourcePolicy.Build(api, methods, ofBody) : (ofBody, null);
        return policy.Exists
            ? Parse(policy, PolicyPlace.Api(api.Arn), places)
            : throw new TemplateException(api.Resource.Path, "Private REST API doesn't have a resource policy attached to it");
    }

    /// <param name="policy">An object, or its JSON as a string, as some templates write it.</param>
    /// <param name="statements">Where the statements come from, if not from the policy itself.</param>
    public static PolicyDocument Parse(TemplateNode policy, PolicyPlace place, IReadOnlyList<TemplatePath>? statements = null)
    {
        try
        {
            return PolicyReader.Read(policy.Value!, place, statement => policy.Path.Source.LineOf(PathOf(statement)));
        }
        catch (PolicyException exception)
        {
            throw new TemplateException(PathOf(exception.Place), exception.Problem);
        }

        TemplatePath PathOf(IReadOnlyList<string> place) => statements is not null && place is ["Statement", var index, ..]
            ? place.Skip(2).Aggregate(statements[int.Parse(index, CultureInfo.InvariantCulture)], (path, segment) => path.At(segment))
            : place.Aggregate(policy.Path, (path, segment) => path.At(segment));
    }
}
