package io.millrace.standalone.stack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** Which images docker has, or can get within the bound. */
final class Images {
    private static final long PULL_MINUTES_MAX = 5;

    private Images() {}

    /** What the first of them is wanting, in words; empty where all are there. */
    static Optional<String> missing(DockerImageName... images) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("docker answers");
        }
        DockerClient docker = DockerClientFactory.instance().client();
        for (DockerImageName image : images) {
            if (!isThere(docker, image) && !pulled(docker, image)) {
                return Optional.of("image " + image.asCanonicalNameString() + ", or a registry that has it");
            }
        }
        return Optional.empty();
    }

    private static boolean isThere(DockerClient docker, DockerImageName image) {
        try {
            docker.inspectImageCmd(image.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean pulled(DockerClient docker, DockerImageName image) {
        try {
            return docker.pullImageCmd(image.getUnversionedPart())
                            .withTag(image.getVersionPart())
                            .start()
                            .awaitCompletion(PULL_MINUTES_MAX, TimeUnit.MINUTES)
                    && isThere(docker, image);
        } catch (DockerException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
