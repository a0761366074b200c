using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>Templates with random damage are read, or refused with a message: never anything else.</summary>
public sealed class DamagedTemplateTests
{
    private const string Insertions = "{}[]:,-'\"#&*!|>%@`\t\n \\0a";

    public static TheoryData<string> Names => ["03-yaml.yaml", "21-request-validator.json", "18-token-authorizer.json", "47-usage-plan-positive-control.json", "45-sam-custom-domain.json", "15-cors.json"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_template_is_read_or_refused(string name)
    {
        var text = File.ReadAllText(Case.PathOf(name));
        var random = new Random(13);
        for (var i = 0; i < 500; i++)
        {
            var damaged = new StringBuilder(text);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
                Damage(damaged, random);

            try
            {
                // YAML reads JSON too.
                var file = i % 2 == 0 ? name : Path.ChangeExtension(name, ".yaml");
                ApiReader.Read(ResolvedTemplate.Resolve(
                    TemplateDocument.Parse(file, Encoding.UTF8.GetBytes(damaged.ToString())), new Dictionary<string, string>(), Templates.Pseudo));
            }
            catch (TemplateException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"{e}\n{damaged}");
            }
        }
    }

    private static void Damage(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                break;
            case 1:
                text.Insert(at, Insertions[random.Next(Insertions.Length)]);
                break;
            case 2:
                text.Insert(at, text.ToString(random.Next(text.Length / 2), random.Next(1, text.Length / 4)));
                break;
            default:
                text[at] = Insertions[random.Next(Insertions.Length)];
                break;
        }
    }
}
