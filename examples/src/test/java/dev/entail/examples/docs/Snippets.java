package dev.entail.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads blocks, links and headings of Markdown files, and the marked regions of Java files. */
final class Snippets {
    private static final Pattern START = Pattern.compile("\\s*// snippet: (\\S+)\\s*");
    private static final Pattern END = Pattern.compile("\\s*// end\\s*");
    private static final Pattern FENCE = Pattern.compile("\\s*```(\\S*).*");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private Snippets() {}

    /** A piece of text and where it begins. */
    record Snippet(Path file, int line, String name, String text) {
        String place(Path root) {
            return root.relativize(file) + ":" + line;
        }

        /** Where the most similar region differs; empty if none is similar. */
        String nearest(List<Snippet> regions, Path root) {
            return regions.stream()
                    .filter(region -> sameLines(region) > 0)
                    .max(Comparator.comparingInt(this::sameLines))
                    .map(region -> "; nearest is " + region.name + " at " + region.place(root)
                            + ", which differs in line " + (sameLines(region) + 1) + ": documentation '"
                            + lineOf(this, sameLines(region)) + "', sample '" + lineOf(region, sameLines(region)) + "'")
                    .orElse("");
        }

        /** How many lines from the start on are the same. */
        private int sameLines(Snippet other) {
            List<String> mine = text.lines().toList();
            List<String> theirs = other.text.lines().toList();
            int same = 0;
            while (same < mine.size() && same < theirs.size() && mine.get(same).equals(theirs.get(same))) {
                same++;
            }
            return same;
        }

        private static String lineOf(Snippet snippet, int index) {
            List<String> lines = snippet.text.lines().toList();
            return index < lines.size() ? lines.get(index) : "";
        }
    }

    /** A relative link. */
    record Link(int line, String path, String heading) {}

    /** Regions between {@code // snippet: name} and {@code // end}; they may contain each other. */
    static List<Snippet> regionsOf(Path source) throws IOException {
        List<Snippet> regions = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        int number = 0;
        for (String line : Files.readAllLines(source)) {
            number++;
            var start = START.matcher(line);
            if (start.matches()) {
                open.push(new Open(start.group(1), number + 1, new ArrayList<>()));
            } else if (END.matcher(line).matches()) {
                Open done = open.pop();
                regions.add(new Snippet(source, done.line(), done.name(), text(done.lines())));
            } else {
                open.forEach(region -> region.lines().add(line));
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException(
                    source + ": the region '" + open.peek().name() + "' has no end");
        }
        return regions;
    }

    private record Open(String name, int line, List<String> lines) {}

    /** Fenced blocks of a language. */
    static List<Snippet> blocksOf(Path document, String language) throws IOException {
        List<Snippet> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            var fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int start = i + 1;
                i = endOfBlock(lines, start);
                if (fence.group(1).equals(language)) {
                    blocks.add(new Snippet(document, start + 1, language, text(lines.subList(start, i))));
                }
            }
        }
        return blocks;
    }

    /** Relative links outside blocks. */
    static List<Link> linksOf(Path document) throws IOException {
        List<Link> links = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            if (FENCE.matcher(lines.get(i)).matches()) {
                i = endOfBlock(lines, i + 1);
                continue;
            }
            for (MatchResult link : LINK.matcher(lines.get(i)).results().toList()) {
                if (!link.group(1).contains(":")) {
                    links.add(new Link(i + 1, link.group(1), link.group(2) == null ? "" : link.group(2)));
                }
            }
        }
        return links;
    }

    /** The headings of a document as links name them. */
    static Set<String> headingsOf(Path document) throws IOException {
        Set<String> headings = new HashSet<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            if (FENCE.matcher(lines.get(i)).matches()) {
                i = endOfBlock(lines, i + 1);
            } else if (lines.get(i).startsWith("#")) {
                headings.add(lines.get(i)
                        .replaceFirst("^#+ +", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'));
            }
        }
        return headings;
    }

    private static int endOfBlock(List<String> lines, int start) {
        int end = start;
        while (end < lines.size() && !FENCE.matcher(lines.get(end)).matches()) {
            end++;
        }
        return end;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).stripIndent().strip();
    }
}
