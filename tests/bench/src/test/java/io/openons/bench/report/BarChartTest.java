package io.openons.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.bench.report.BarChart.Bar;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Goal: the pictures show what was measured. Method: charts of made-up values, read as XML. A
 * failure means: a bar that is longer or shorter than its value.
 */
class BarChartTest {
  @Test
  void a_bar_is_as_long_as_its_value_and_the_longest_spread_fits() throws Exception {
    Document svg =
        parse(
            new BarChart("Rates")
                .add(new Bar("send", "ours", 0, 100, 80, 200))
                .add(new Bar("send", "theirs", 1, 50, 50, 50)));

    double ours = width(svg, 1);
    assertThat(ours).isEqualTo(2 * width(svg, 2));
    assertThat(ours).isEqualTo((760 - 210 - 90) / 2.0);
  }

  @Test
  void each_group_has_one_heading() throws Exception {
    Document svg =
        parse(
            new BarChart("Rates")
                .add(new Bar("send", "ours", 0, 1, 1, 1))
                .add(new Bar("send", "theirs", 1, 1, 1, 1))
                .add(new Bar("receive", "ours", 0, 1, 1, 1)));

    assertThat(svg.getDocumentElement().getTextContent())
        .containsOnlyOnce("send")
        .containsOnlyOnce("receive");
  }

  private static double width(Document svg, int rectangle) {
    Element bar = (Element) svg.getElementsByTagName("rect").item(rectangle);
    return Double.parseDouble(bar.getAttribute("width"));
  }

  private static Document parse(BarChart chart) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
  }
}
