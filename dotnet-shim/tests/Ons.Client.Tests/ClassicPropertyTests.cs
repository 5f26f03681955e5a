using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace Ons.Client.Tests
{
    /// <summary>
    /// Goal: properties that programs for the commercial SDK set do what its manual says, or are said to be without
    /// effect. Method: the table that C++ is tested with, too; a client describes what it uses.
    /// </summary>
    [Alone]
    internal static class ClassicPropertyTests
    {
        [Test]
        private static void Each_property_has_the_effect_of_the_table()
        {
            var lines = new List<string>();
            OnsRuntime.UseLog(OnsLogLevel.Warning, record => Add(lines, record.Text));
            try
            {
                string root = Path.GetDirectoryName(Path.GetDirectoryName(PackageTests.Sdk)!)!;
                string table = Path.Combine(root, "tests/conformance/classic-properties.tsv");
                foreach (string row in File.ReadAllLines(table).Skip(1))
                {
                    string[] cells = row.Split('\t');
                    CheckRow(row, cells[0], cells[1], cells[2], lines);
                }
                Check.Equal(1, lines.Count(line => line.Contains("messages are not traced")), "said once");
            }
            finally
            {
                OnsRuntime.UseLog(OnsLogLevel.Warning, null);
            }
        }

        private static void CheckRow(string row, string client, string settings, string result, List<string> lines)
        {
            string RowOf(string what) => what + " of row <" + row + ">";
            string expected = result.Substring(result.IndexOf(": ", StringComparison.Ordinal) + 2);
            if (result.StartsWith("refused: "))
            {
                Check.Contains(expected, Check.Throws<ons.ONSClientException>(() => Describe(client, settings)).what());
                return;
            }
            for (int i = 0; i < 2; i++)
            {
                string description = Describe(client, settings);
                if (result.StartsWith("of the program: "))
                {
                    Check.True(!description.Contains(settings.Split('=')[0] + " = "), RowOf("nothing at the library"));
                }
                else if (!result.StartsWith("says: "))
                {
                    Check.True(description.Split('\n').Contains(result), RowOf(description));
                }
            }
            if (result.StartsWith("says: "))
            {
                Check.True(IsSaid(lines, expected), RowOf("the warning"));
            }
        }

        private static void Add(List<string> lines, string line)
        {
            lock (lines)
            {
                lines.Add(line);
                Monitor.PulseAll(lines);
            }
        }

        // Records of the library come from a thread of its own.
        private static bool IsSaid(List<string> lines, string expected)
        {
            var watch = Stopwatch.StartNew();
            lock (lines)
            {
                while (!lines.Contains(expected) && watch.Elapsed < Check.Deadline)
                {
                    Monitor.Wait(lines, Check.Deadline);
                }
                return lines.Contains(expected);
            }
        }

        // What a client of these settings uses. The factory makes it, too, so that a program sees the same error.
        private static string Describe(string client, string settings)
        {
            var property = new ons.ONSFactoryProperty();
            property.setFactoryProperty(ons.ONSFactoryProperty.NAMESRV_ADDR, "127.0.0.1:1");
            property.setFactoryProperty(ons.ONSFactoryProperty.ProducerId, "GID_producer");
            property.setFactoryProperty(ons.ONSFactoryProperty.ConsumerId, "GID_consumer");
            if (!settings.Contains("OnsChannel"))
            {
                property.setFactoryProperty(ons.ONSFactoryProperty.AccessKey, "any");
                property.setFactoryProperty(ons.ONSFactoryProperty.SecretKey, "any");
            }
            foreach (string setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = setting.Split('=');
                property.setFactoryProperty(parts[0], parts[1]);
                Check.Equal(parts[1], property.getFactoryProperty(parts[0]));
            }
            ons.ONSFactoryAPI factory = ons.ONSFactory.getInstance();
            ons.LocalTransactionChecker checker = new Unasked();
            using ons.ONSClient made = client switch
            {
                "producer" => factory.createProducer(property),
                "order-producer" => factory.createOrderProducer(property),
                "transaction" => factory.createTransactionProducer(property, ref checker),
                "push" => factory.createPushConsumer(property),
                "order" => factory.createOrderConsumer(property),
                "pull" => (ons.ONSClient)factory.createPullConsumer(property),
                _ => throw new CheckFailedException("no such client: " + client),
            };
            return made.Describe();
        }

        private sealed class Unasked : ons.LocalTransactionChecker
        {
            public override ons.TransactionStatus check(ons.Message value) => ons.TransactionStatus.Unknow;
        }
    }
}
