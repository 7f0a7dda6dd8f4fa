# Image du portail : web, worker, planificateur et migrations. Aucun secret n'y entre.

FROM node:20-slim AS interface
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Sources et modules non servis : les retirer divise par deux la compression des fichiers statiques.
RUN npm ci --omit=dev --ignore-scripts \
    && rm -rf node_modules/@popperjs node_modules/bootstrap/scss node_modules/bootstrap/js

FROM python:3.11-slim AS dependances
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r /tmp/base.txt

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portail \
    && install -d -o portail -g portail -m 0750 /donnees/media /donnees/beat
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cdg_portal.settings.production \
    MEDIA_ROOT=/donnees/media
WORKDIR /app
COPY --from=dependances /opt/venv /opt/venv
COPY --from=interface /app/node_modules node_modules
COPY . .
# Les réglages de production exigent ces variables ; collectstatic ne joint ni base ni file.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    CLES_DE_CHIFFREMENT="$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    EMAIL_URL=smtp://localhost DEFAULT_FROM_EMAIL=construction@localhost \
    ALLOWED_HOSTS=localhost DATABASE_URL=postgres://cdg_app@localhost/statutaire REDIS_URL=redis://localhost:6379/0 \
    python manage.py collectstatic --noinput --verbosity 0
USER portail
EXPOSE 8000
CMD ["gunicorn", "cdg_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--max-requests", "2000", "--max-requests-jitter", "200"]
