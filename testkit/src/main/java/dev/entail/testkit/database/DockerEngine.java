package dev.entail.testkit.database;

import dev.entail.testkit.database.ServerSearch.UnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks quickly and quietly whether a container engine answers, before anything that logs at length is called. */
final class DockerEngine {
    private static final long PING_SECONDS = 3;

    private final Map<String, String> environment;

    DockerEngine(Map<String, String> environment) {
        this.environment = environment;
    }

    void check() throws UnavailableException {
        List<String> reasons = new ArrayList<>();
        for (String host : hosts()) {
            String reason = ping(host);
            if (reason.isEmpty()) {
                return;
            }
            reasons.add(host + " " + reason);
        }
        throw new UnavailableException("no container engine answers (" + String.join(", ", reasons) + ")");
    }

    private Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        String configured = environment.get("DOCKER_HOST");
        if (configured != null && !configured.isBlank()) {
            hosts.add(configured);
        }
        hosts.add("unix:///var/run/docker.sock");
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isBlank()) {
            hosts.add("unix://" + runtime + "/docker.sock");
        }
        hosts.add("unix://" + System.getProperty("user.home") + "/.docker/run/docker.sock");
        if (System.getProperty("os.name").startsWith("Windows")) {
            hosts.add("npipe:////./pipe/docker_engine");
        }
        return hosts;
    }

    /** Why it does not answer; an empty text if it does. */
    private static String ping(String host) {
        try {
            if (host.startsWith("npipe:")) {
                return Files.exists(Path.of("\\\\.\\pipe\\docker_engine")) ? "" : "does not exist";
            }
            SocketAddress address = address(host);
            if (address instanceof UnixDomainSocketAddress socket && !Files.exists(socket.getPath())) {
                return "does not exist";
            }
            return await(address);
        } catch (IllegalArgumentException e) {
            return "is not understood";
        }
    }

    private static SocketAddress address(String host) {
        if (host.startsWith("unix://")) {
            return UnixDomainSocketAddress.of(host.substring("unix://".length()));
        }
        URI uri = URI.create(host);
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort());
    }

    private static String await(SocketAddress address) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(exchange(address));
            } catch (IOException | RuntimeException e) {
                answer.complete("refuses: " + e.getMessage());
            }
        });
        try {
            return answer.get(PING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "does not answer within " + PING_SECONDS + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was not waited for";
        } catch (ExecutionException e) {
            return "fails: " + e.getMessage();
        }
    }

    /** Any HTTP answer will do: an engine behind TLS or a proxy is left to the container library. */
    private static String exchange(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            String request = "GET /_ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            return channel.read(answer) > 0 ? "" : "closes the connection";
        }
    }
}
