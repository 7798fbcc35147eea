import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Checks that every Java source is formatted, or formats it: {@code Format.java check|apply}. The root pom runs it, in
 * the root folder and on the selected JDK, because the formatter reads sources with the parser of the JDK it runs on.
 */
class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        var complaints = new ConcurrentSkipListSet<String>();
        sources(Path.of("")).parallelStream().forEach(file -> {
            try {
                String source = Files.readString(file);
                String formatted = FORMATTER.formatSourceAndFixImports(source);
                if (formatted.equals(source)) {
                    return;
                }
                if (apply) {
                    Files.writeString(file, formatted);
                } else {
                    complaints.add(file + ": not formatted, see mvn -N -Pformat verify");
                }
            } catch (FormatterException | IOException e) {
                complaints.add(file + ": " + e.getMessage());
            }
        });
        complaints.forEach(System.err::println);
        System.exit(complaints.isEmpty() ? 0 : 1);
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var modules = Files.newDirectoryStream(root, module -> Files.isRegularFile(module.resolve("pom.xml")))) {
            for (Path module : modules) {
                Path src = module.resolve("src");
                if (Files.isDirectory(src)) {
                    try (var files = Files.walk(src)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }
}
