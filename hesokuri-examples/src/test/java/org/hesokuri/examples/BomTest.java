package org.hesokuri.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The BOM has no parent to take its version from, nor its modules. */
final class BomTest {

  private static List<String> read(String file, String path) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of(file).toFile());
    NodeList found =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void hasTheVersionOfEverythingElse() throws Exception {
    assertThat(read("../hesokuri-bom/pom.xml", "/project/version"))
        .hasSize(1)
        .isEqualTo(read("../pom.xml", "/project/version"));
  }

  @Test
  void listsEveryModuleThatAProgramCanUse() throws Exception {
    List<String> modules = read("../pom.xml", "/project/modules/module");
    modules.removeAll(
        List.of(
            "hesokuri-bom", "hesokuri-daemon", "hesokuri-bench", "hesokuri-examples", "packaging"));
    assertThat(read("../hesokuri-bom/pom.xml", "//dependency/artifactId"))
        .isNotEmpty()
        .containsExactlyElementsOf(modules);
    assertThat(read("../hesokuri-bom/pom.xml", "//dependency/version"))
        .containsOnly("${project.version}");
  }
}
