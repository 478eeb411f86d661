# Every deployable of Millrace and its command line, in one image. `./millrace image` makes the jars and this.
FROM eclipse-temurin:21-jre

# A named volume takes owner and mode of the directory it is first mounted over. The usrlib is the job manager's to read, the
# checkpoints are for Flink's user to write, whose number is another.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin millrace \
 && install -d -o millrace -g millrace /var/lib/millrace /var/lib/millrace/usrlib \
 && install -d -m 1777 /var/lib/millrace/checkpoints

# From what changes least to what changes most.
COPY standalone/target/lib /opt/millrace/lib
COPY deploy/image /opt/millrace/bin
COPY sinks/target/millrace-sinks-flink.jar /opt/millrace/flink/
COPY standalone/target/app standalone/target/millrace-standalone.jar /opt/millrace/app/

ENV PATH=/opt/millrace/bin:$PATH
USER millrace
ENTRYPOINT ["millrace"]
CMD ["--help"]
