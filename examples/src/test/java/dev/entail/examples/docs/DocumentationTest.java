package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds the README and the handbook against the samples, the sources and each other. */
@DisplayName("README.md and the handbook")
class DocumentationTest {
    private static final Path ROOT = root();
    private static final Path SAMPLES = ROOT.resolve("examples/src/test/java/dev/entail/examples/docs");
    private static final Pattern MODEL_CODE = Pattern.compile("\"((?:DECL|SETUP|DERIVATION)_[A-Z_]+)\"");
    private static final Pattern LISTED_CODE = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    @Test
    @DisplayName("every Java block is a region of a sample, word for word")
    void blocksAreSamples() throws IOException {
        List<Snippets.Snippet> regions = regions();
        List<String> complaints = new ArrayList<>();
        int blocks = 0;
        for (Path file : documents()) {
            for (Snippets.Snippet block : Snippets.blocksOf(file, "java")) {
                blocks++;
                if (regions.stream().noneMatch(region -> region.text().equals(block.text()))) {
                    complaints.add(block.place(ROOT) + " is no region of a sample" + block.nearest(regions, ROOT));
                }
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(blocks).as("Java blocks found").isPositive();
    }

    @Test
    @DisplayName("every region of a sample stands in the documentation")
    void samplesAreUsed() throws IOException {
        Set<String> blocks = new TreeSet<>();
        for (Path file : documents()) {
            Snippets.blocksOf(file, "java").forEach(block -> blocks.add(block.text()));
        }
        assertThat(regions().stream()
                        .filter(region -> !blocks.contains(region.text()))
                        .map(region -> region.place(ROOT) + " " + region.name()))
                .isEmpty();
    }

    @Test
    @DisplayName("errors.md lists every code that the framework uses, and no other")
    void errorCodes() throws IOException {
        Set<String> used = new TreeSet<>();
        Arrays.stream(ErrorCode.values()).map(Enum::name).forEach(used::add);
        for (String module : List.of("core-domain", "storage-spi", "application")) {
            for (Path source : files(ROOT.resolve(module).resolve("src/main/java"), ".java")) {
                MODEL_CODE.matcher(Files.readString(source)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        Set<String> listed = new TreeSet<>();
        LISTED_CODE
                .matcher(Files.readString(ROOT.resolve("docs/errors.md")))
                .results()
                .forEach(found -> listed.add(found.group(1)));
        assertThat(listed).isEqualTo(used);
    }

    @Test
    @DisplayName("relative links lead to a file, and to a heading of it if they name one")
    void links() throws IOException {
        List<String> complaints = new ArrayList<>();
        int links = 0;
        for (Path file : documents()) {
            for (Snippets.Link link : Snippets.linksOf(file)) {
                links++;
                Path target = link.path().isEmpty() ? file : file.resolveSibling(link.path());
                if (!Files.exists(target)) {
                    complaints.add(ROOT.relativize(file) + ":" + link.line() + " leads nowhere: " + link.path());
                } else if (!link.heading().isEmpty()
                        && !Snippets.headingsOf(target).contains(link.heading())) {
                    complaints.add(ROOT.relativize(file) + ":" + link.line() + " names no heading of "
                            + ROOT.relativize(target.normalize()) + ": #" + link.heading());
                }
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(links).as("links found").isPositive();
    }

    @Test
    @DisplayName("the index names every page of the handbook")
    void index() throws IOException {
        Path docs = ROOT.resolve("docs");
        List<String> linked = Snippets.linksOf(docs.resolve("README.md")).stream()
                .map(Snippets.Link::path)
                .toList();
        try (Stream<Path> pages = Files.list(docs)) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .isSubsetOf(linked);
        }
    }

    @Test
    @DisplayName("a block that differs is told apart by file, line and text")
    void mismatchIsNamed() {
        Snippets.Snippet block = new Snippets.Snippet(ROOT.resolve("docs/x.md"), 7, "java", "int a = 1;\nint b = 2;");
        Snippets.Snippet region = new Snippets.Snippet(SAMPLES.resolve("X.java"), 3, "x", "int a = 1;\nint b = 3;");
        assertThat(block.place(ROOT)).isEqualTo("docs/x.md:7");
        assertThat(block.nearest(List.of(region), ROOT))
                .isEqualTo("; nearest is x at examples/src/test/java/dev/entail/examples/docs/X.java:3,"
                        + " which differs in line 2: documentation 'int b = 2;', sample 'int b = 3;'");
    }

    private static List<Snippets.Snippet> regions() throws IOException {
        List<Snippets.Snippet> regions = new ArrayList<>();
        for (Path source : files(SAMPLES, ".java")) {
            regions.addAll(Snippets.regionsOf(source));
        }
        return regions;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        documents.addAll(files(ROOT.resolve("docs"), ".md"));
        return documents;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/errors.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "The documentation is not above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }
}
